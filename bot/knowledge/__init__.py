"""What was said: the values, and the YAML files that become them."""
