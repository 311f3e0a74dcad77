"""The local cloud's first user, and their token: as the hosted sign-in page would give it, without the page."""

import sys
from dataclasses import dataclass
from typing import Final

from sandbox.cloud.cdk import Deployed
from sandbox.cloud.ministack import Cloud
from shared.admin.people import Users, new_password
from shared.api.access import Group

EMAIL: Final = "admin@example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    email: str
    password: str


def first_user(cloud: Cloud, deployed: Deployed, *, email: str = EMAIL, group: Group = Group.ADMIN) -> Person:
    """Let somebody in, with a password of their own that nobody else has."""
    person = Person(email=email, password=new_password())
    users = Users(client=cloud.client("cognito-idp"), pool=deployed.users)
    users.add(person.email, group, password=person.password)
    return person


def token(cloud: Cloud, deployed: Deployed, person: Person) -> str:
    return sign_in(cloud, client=deployed.client, pool=deployed.users, person=person)


def sign_in(cloud: Cloud, *, client: str, pool: str, person: Person) -> str:
    """Get a token with the password, which the pool of the local cloud allows."""
    answer = cloud.client("cognito-idp").admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": person.email, "PASSWORD": person.password},
    )
    given: str = answer["AuthenticationResult"]["IdToken"]
    return given


def api_address(cloud: Cloud, deployed: Deployed) -> str:
    """Where the API is for a client that knows no names below localhost."""
    return f"{cloud.endpoint}/_aws/execute-api/{deployed.api}/$default"


def sign_in_address(cloud: Cloud) -> str:
    return f"{cloud.endpoint}/oauth2/authorize"


def main() -> int:
    """Print a new token: `python -m sandbox.cloud.people ENDPOINT CLIENT POOL E-MAIL PASSWORD`, as `make local` writes it."""
    endpoint, client, pool, email, password = sys.argv[1:]
    cloud = Cloud(endpoint=endpoint)
    print(sign_in(cloud, client=client, pool=pool, person=Person(email=email, password=password)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
