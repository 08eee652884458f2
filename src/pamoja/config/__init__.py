"""Settings, urls and servers: the only place that knows everything."""
