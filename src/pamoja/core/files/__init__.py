"""Files that people and devices send in.

`store_file` reads a stream within its kind's limits, looks at the content to learn the type, takes the place and
the owner's name out of photographs, and keeps the bytes once in a workspace. Only the download view gives them
out, to those whom the kind's own rule names, and never as a page.
"""
