"""Whether the service is well: for the service manager and the proxy, telling nothing about anybody."""
