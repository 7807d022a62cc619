"""How quick the edge is: bots as processes, and a Bot API server in a process of its own."""
