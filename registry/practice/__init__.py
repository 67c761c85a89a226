"""Enterprise practice: what a teacher did in enterprises, and whether it meets the duty on a given day.

Owns placements, their credit in days and months, the standing of a teacher (seven states), its timeline and
forecast, and the yearly duty. Invariants: a day never counts twice; only verified placements count; arithmetic
is exact; the past is judged under the rule of its day. Words: placement (企业实践), credit, window (统计期),
standing (达标情况), obliged post (专业课教师、实习指导教师).
Source: 教师〔2016〕3号; 国发〔2019〕4号; 盘政发〔2021〕4号.
"""
