"""What the bot's admins can do, in private only."""
