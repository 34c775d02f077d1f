from .decrees import Decree, DecreeRecipient, PromotionPeriod
from .news import Article, Picture

__all__ = ["Article", "Decree", "DecreeRecipient", "Picture", "PromotionPeriod"]
