from tests.hostile import hostile

__all__ = ["hostile"]
