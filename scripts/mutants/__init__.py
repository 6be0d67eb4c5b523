"""Changes of the runtime that its tests have to notice, all compiled into one program."""
