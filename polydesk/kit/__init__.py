"""From a declaration of a vendor's API to a Flask app and an OpenAPI document.

Everything between HTTP and a service of the core is here, once.
"""
