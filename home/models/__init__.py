"""The pages an editor owns: home, the alliances, the pledge, news."""

from home.models.alliances import AlliancePage, AlliancesPage
from home.models.front import HomePage
from home.models.news import NewsIndexPage, NewsPage
from home.models.pledge import PledgePage

__all__ = [
    "AlliancePage",
    "AlliancesPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PledgePage",
]
