"""What work asks for: postings and other dated files, and figures of demand with their sources."""
