check_guide() { :; }
