"""What packs the site: rules to JSON, wheel, runtime, the finished pages. Never in the browser."""
