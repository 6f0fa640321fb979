"""A fresh site is not empty: Wagtail's welcome page makes room for ours, with real short words."""

from typing import Any
from urllib.parse import urlsplit

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

HOME = {
    "title": "首页",
    "title_en": "Home",
    "headline_zh": "八项承诺，一扫便知",
    "headline_en": "Eight promises, one scan away",
    "intro_zh": "会员学校自愿签署《行业自律诚信公约》，在校门口挂出统一编号的诚信牌匾。扫一扫二维码，"
    "或输入牌匾上的编号，就能看到它此刻是否有效。",
    "intro_en": "Member schools sign the integrity covenant of their own free will and hang a "
    "numbered plaque at the gate. Scan its code or type its number to see whether it is valid "
    "at this moment.",
}
SECTIONS: list[tuple[str, str, dict[str, str]]] = [
    (
        "alliancespage",
        "alliances",
        {
            "title": "行业自律联盟",
            "title_en": "The four alliances",
            "intro_zh": "四个联盟是协会的工作组：会员学校按所在片区相互学习、相互走访、共同改进。"
            "联盟没有自己的印章、账户和会费，加入和退出都自愿。",
            "intro_en": "The four alliances are working groups of the association: schools of one "
            "area learn from each other, visit each other and improve together. An alliance has "
            "no seal, no account and no fee of its own; joining and leaving are voluntary.",
        },
    ),
    (
        "pledgepage",
        "pledge",
        {
            "title": "诚信公约与八项承诺",
            "title_en": "The covenant and its eight promises",
            "intro_zh": "下面是现行公约的全文，以及所有已签署的会员学校。签署自愿，不收任何费用。",
            "intro_en": "The full text of the covenant in force, and every member school that has "
            "signed it. Signing is voluntary and free of charge.",
        },
    ),
    (
        "newsindexpage",
        "news",
        {
            "title": "协会动态",
            "title_en": "News",
            "intro_zh": "协会和四个联盟正在做的事。",
            "intro_en": "What the association and its four alliances are doing.",
        },
    ),
]
AREAS = {
    "east": ("东", "eastern"),
    "south": ("南", "southern"),
    "west": ("西", "western"),
    "north": ("北", "northern"),
}
STEP = 4  # characters of a tree path for each level


def write_pages(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    """Put our pages in the place of Wagtail's welcome page.

    Does nothing where somebody has built pages already. Works with the real models as well, so
    that a test that emptied the database can put the pages back.
    """
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    if site is None or apps.get_model("wagtailcore", "Page").objects.filter(depth__gt=2).exists():
        return
    apps.get_model("wagtailcore", "Page").objects.filter(depth=2).delete()
    home = _add(apps=apps, model="homepage", parent=None, place=1, slug="home", values=HOME)
    for place, (model, slug, words) in enumerate(SECTIONS, start=1):
        section = _add(apps=apps, model=model, parent=home, place=place, slug=slug, values=words)
        if model == "alliancespage":
            _add_alliances(apps, section)
    address = urlsplit(settings.SITE_URL)
    site.root_page_id = home.pk
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()


def _add_alliances(apps: Apps, section: Any) -> None:
    for place, alliance in enumerate(apps.get_model("alliances", "Alliance").objects.all(), 1):
        area_zh, area_en = AREAS[alliance.code]
        words = {
            "title": alliance.name_zh,
            "title_en": alliance.name_en,
            "intro_zh": f"协会{area_zh}片区会员学校的工作组：一起学公约、对照检查、共同改进。",
            "intro_en": f"The working group of the member schools in the {area_en} area: they "
            "read the covenant together, compare and improve.",
            "alliance_id": alliance.pk,
        }
        _add(
            apps=apps,
            model="alliancepage",
            parent=section,
            place=place,
            slug=alliance.code,
            values=words,
        )


def _add(
    *, apps: Apps, model: str, parent: Any | None, place: int, slug: str, values: dict[str, Any]
) -> Any:
    """Add a live page below a parent (below the root when None); return it."""
    page_model = apps.get_model("wagtailcore", "Page")
    parent = parent or page_model.objects.get(depth=1)
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model=model
    )
    page = apps.get_model("home", model).objects.create(
        path=f"{parent.path}{place:0{STEP}d}",
        depth=parent.depth + 1,
        slug=slug,
        # Wagtail's own paths leave the site's root page out of addresses, not out of url_path.
        url_path=f"{parent.url_path}{slug}/",
        draft_title=values["title"],
        content_type_id=content_type.pk,
        locale_id=apps.get_model("wagtailcore", "Locale")
        .objects.get(language_code=settings.LANGUAGE_CODE)
        .pk,
        live=True,
        **values,
    )
    page_model.objects.filter(pk=parent.pk).update(numchild=place)
    return page


def leave_wagtails_examples(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the groups and the approval chain Wagtail brings: the secretariat has its own roles."""
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(
        name__in=["Moderators", "Editors"], user__isnull=True
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_pages"),
        ("alliances", "0003_four_alliances"),
        ("accounts", "0001_people"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        # Their own first migrations give rights to Wagtail's groups, so they come first.
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(write_pages, migrations.RunPython.noop),
        migrations.RunPython(leave_wagtails_examples, migrations.RunPython.noop),
    ]
