from tests.shared import shared_database as shared_database
