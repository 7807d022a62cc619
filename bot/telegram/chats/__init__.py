"""What people in chats can do: ask, read on, vote, choose."""
