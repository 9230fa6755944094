"""Schools of the United Kingdom: what the register says, and what their members say.

Register facts (School, Trust, LocalAuthority, SchoolLink) belong to the import, which may overwrite them wholly. A
SchoolProfile belongs to the school's members; the import never touches it.
"""

from .authorities import LocalAuthority, Trust
from .editions import SchoolEdition
from .imports import RegisterImport
from .kinds import OPEN, Nation, Phase, Region, Sector, Status
from .marks import SchoolMark
from .profiles import SchoolProfile
from .schools import School, SchoolLink

__all__ = [
    "LocalAuthority",
    "Nation",
    "OPEN",
    "Phase",
    "Region",
    "RegisterImport",
    "School",
    "SchoolEdition",
    "SchoolLink",
    "SchoolMark",
    "SchoolProfile",
    "Sector",
    "Status",
    "Trust",
]
