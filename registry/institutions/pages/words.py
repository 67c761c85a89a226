"""What pages call the words of institutions, in Chinese as the catalogue of words knows them."""

from registry.institutions.model.facts import SchoolLevel, UnitKind

LEVEL_WORDS = {SchoolLevel.SECONDARY: "中等职业学校", SchoolLevel.HIGHER: "高等职业学校"}
UNIT_WORDS = {UnitKind.OFFICE: "处室", UnitKind.DEPARTMENT: "系部"}
