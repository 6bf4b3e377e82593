"""What runs Samsyn on one machine: the demo, the services that tests need, the checks."""
