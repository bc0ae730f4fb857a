"""Pages of the board of skill needs: for everybody, for employers, for issuers who answer."""
