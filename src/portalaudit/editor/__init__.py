"""What an editor shows while files are typed, as a server that speaks the Language Server Protocol."""
