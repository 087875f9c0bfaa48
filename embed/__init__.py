"""The builder and form iframes and the tokens that open them."""
