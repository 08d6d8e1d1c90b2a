from tests.api.conftest import web as web
from tests.shared import shared_database as shared_database
