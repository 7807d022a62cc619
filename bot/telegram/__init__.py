"""The Telegram edge: was the bot asked, what is sent back."""
