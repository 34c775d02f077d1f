from .guidance import guidance_page

__all__ = ["guidance_page"]
