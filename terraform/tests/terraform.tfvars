# Each test ends with a destroy, which the protection would refuse. Null is the default.
deletion_protection = false
