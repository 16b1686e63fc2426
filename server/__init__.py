"""The Flask application and the command line around the classifier."""
