"""Pages of certificates: for whoever issues them, for whom they are issued, and for anybody who holds one."""

from registry.certificates.pages.batch_asking import ROUTES as BATCH_ASKING_ROUTES
from registry.certificates.pages.batches import ROUTES as BATCH_ROUTES
from registry.certificates.pages.ending import ROUTES as ENDING_ROUTES
from registry.certificates.pages.issuing import ROUTES as ISSUING_ROUTES
from registry.certificates.pages.listing import ROUTES as LIST_ROUTES
from registry.certificates.pages.one import ROUTES as ONE_ROUTES
from registry.certificates.pages.roots import ROUTES as ROOT_ROUTES
from registry.certificates.pages.verify import ROUTES as VERIFY_ROUTES

ROUTES = [
    *VERIFY_ROUTES,
    *ROOT_ROUTES,
    *LIST_ROUTES,
    *ISSUING_ROUTES,
    *BATCH_ASKING_ROUTES,
    *BATCH_ROUTES,
    *ONE_ROUTES,
    *ENDING_ROUTES,
]
