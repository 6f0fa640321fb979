"""From a patrol to a plaque taken back, each by their own screens."""

import re

from tests.walks.camera import gate_photo
from tests.walks.reader import Reader

DECIDERS = ("approver", "council", "secretary-general")
BREACH = "B81"


class Judging:
    """One case on a school of the running site. principal: who acts for the school."""

    def __init__(self, site, *, clerk, principal, ledger, password, reason):
        self.site, self.clerk, self.principal = site, clerk, principal
        self.ledger, self.password, self.reason = ledger, password, reason
        self.deciders = []

    def tell(self):
        """Open the case, add a photo, tell the school."""
        clerk = self.clerk
        page = clerk.go(f"/admin/cases/open/?school={self.ledger.name}")
        breach = next(
            option["value"]
            for option in page.select("[name=breach] option")
            if BREACH in option.get_text()
        )
        clerk.send(
            {
                "source": "patrol",
                "reference": "巡查记录",
                "breach": breach,
                "severity": "S3",
                "facts": self.reason,
            }
        )
        self.number = re.search(r"/(\d+)/", clerk.address)[1]
        self._act("add_evidence")
        clerk.send(
            {"title": "公示栏", "origin": "巡查时拍摄"},
            files={"file": ("wall.jpg", gate_photo(f"{self.site.url}/v/x"), "image/jpeg")},
        )
        self._act("tell")
        clerk.send({"in_view": "revoke"})
        assert self.reason in clerk.text()
        clerk.send({"in_view": "revoke"}, button=("confirm", "1"))
        self.code = re.search(r"C-\d{4}-\d{4}", clerk.text())[0]

    def answer(self):
        """The school says all it has to say."""
        self._desk("answer")
        self.principal.send({"words": "正在重新制作公示栏。", "said_all": "on"})

    def decide(self):
        """Put it before three people, who see what parents will read, and vote."""
        page = self._act("put")
        names = {
            box.find_parent("label").get_text(strip=True): box["value"]
            for box in page.select("[name=panel]")
        }
        chosen = [value for name, value in names.items() if name in self._names()]
        assert len(chosen) == len(DECIDERS), names
        self.clerk.send(
            {
                "measure": "revoke",
                "reasons": "事实清楚。",
                "public_words": self.reason,
                "months": "12",
                "panel": chosen,
            }
        )
        for username in DECIDERS:
            decider = Reader(self.site)
            decider.sign_in(username, self.password)
            decider.go(f"/admin/cases/vote/{self.number}/")
            assert self.reason in decider.text()
            decider.send({"vote": "for"})

    def accept(self):
        """The school accepts the decision."""
        self._desk("accept")
        self.principal.send({"accepted": "on"})

    def carry_out(self):
        """Put the decision in force."""
        self._act("carry_out")
        self.clerk.send(action="")

    def _names(self):
        return {"审核乙", "理事壬", "秘书长戊"}

    def _act(self, name):
        return self.clerk.go(f"/admin/cases/{name}/{self.number}/")

    def _desk(self, act):
        return self.principal.go(f"/desk/{self.ledger.code}/cases/{self.code}/{act}/")
