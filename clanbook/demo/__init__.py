"""A synthetic BNSSG caseload: the board report's years from single cases, and the present."""
