"""Set-up files that several tests apply."""

from __future__ import annotations

FILE = """\
version: 1
organizations:
  - url: zylker
    name: Zylker
    members:
      - {email: anna@zylker.example, role: superadmin}
      - {email: jan@zylker.example, role: admin}
"""
TOO_MANY = "org,email,role\n" + "".join(f"shop-{n},anna@zylker.example,superadmin\n" for n in range(8))
