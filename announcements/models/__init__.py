from .decrees import Decree, DecreeRecipient, PromotionPeriod
from .news import Article, Correction, Picture

__all__ = ["Article", "Correction", "Decree", "DecreeRecipient", "Picture", "PromotionPeriod"]
