"""Pages that keep the files of persons: taken on, mended, moved, their posts and leave."""

from registry.people.pages import employments, leaves, names, posts, taking_on

ROUTES = [*taking_on.ROUTES, *names.ROUTES, *employments.ROUTES, *posts.ROUTES, *leaves.ROUTES]
