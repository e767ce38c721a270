"""Work towards other services: the length of posts, WebSub hubs, and checks of the published site."""
