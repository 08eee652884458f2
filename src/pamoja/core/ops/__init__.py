"""What an operator needs: workers and their heartbeats, the doctor, backup and restore, message catalogues."""
