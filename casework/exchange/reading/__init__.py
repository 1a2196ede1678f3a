"""Reading what an authority can export: files in, checked values out; no Django here."""
