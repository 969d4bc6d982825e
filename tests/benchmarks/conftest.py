"""What `make bench` compares with is installed for it alone: nothing here is looked into for tests."""

collect_ignore_glob = ["*"]
