"""What pages call the words of people, in Chinese as the catalogue of words knows them."""

from registry.people.model.facts import LeaveKind, NameKind, PostCategory, Sex

SEX_WORDS = {Sex.FEMALE: "女", Sex.MALE: "男"}
NAME_WORDS = {NameKind.FORMER: "曾用名", NameKind.ALIAS: "别名"}
CATEGORY_WORDS = {
    PostCategory.PROFESSIONAL: "专业课教师",
    PostCategory.INSTRUCTOR: "实习指导教师",
    PostCategory.PUBLIC: "公共基础课教师",
}
LEAVE_WORDS = {
    LeaveKind.MATERNITY: "产假",
    LeaveKind.SICK: "病假",
    LeaveKind.STUDY: "脱产进修",
    LeaveKind.OTHER: "其他",
}
