"""Every page in every form, looked at by rules and put on contact sheets for people."""
