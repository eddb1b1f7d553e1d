"""Settings of the pages on which people log in: Airflow's own, and a policy for the passwords that they choose.

Flask executes this file where AIRFLOW_HOME has no webserver_config.py:
https://airflow.apache.org/docs/apache-airflow-providers-fab/stable/auth-manager/webserver-authentication.html
"""

from flask_appbuilder.const import AUTH_DB

AUTH_TYPE = AUTH_DB
WTF_CSRF_ENABLED = True
WTF_CSRF_TIME_LIMIT = None
# Ten characters at least, among them two capital letters, three small ones, two digits and a special character.
FAB_PASSWORD_COMPLEXITY_ENABLED = True
