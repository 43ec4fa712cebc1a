"""The vendors' APIs, one package each. A dialect knows the core and the kit, never another one."""
