"""Documents sent to people: share links, mail, and what became of them."""
