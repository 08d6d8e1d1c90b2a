from tests.api.conftest import web as web
