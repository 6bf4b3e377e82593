"""What runs Samsyn on one machine: the demo, the servers that tests need, the checks."""
