"""People who may sign in: made by a command, for nobody can sign up by themselves."""

import secrets
import string
from dataclasses import dataclass
from typing import Any, Final

from shared.api.access import Group
from shared.errors import ConfigurationError

LENGTH: Final = 20
SYMBOLS: Final = "!#%+-=?@"
ALPHABETS: Final = (string.ascii_lowercase, string.ascii_uppercase, string.digits, SYMBOLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """`client` is that of Cognito."""

    client: Any
    pool: str

    def add(self, email: str, group: Group, *, password: str = "") -> str:
        """Let somebody in, in one group. Without a password a temporary one is sent to them; answers with what was done."""
        if "@" not in email:
            raise ConfigurationError(f"{email!r} is not an e-mail address")
        made = self._make(email, silent=bool(password))
        if password:
            self.client.admin_set_user_password(UserPoolId=self.pool, Username=email, Password=password, Permanent=True)
        for other in Group:
            if other != group:
                self.client.admin_remove_user_from_group(UserPoolId=self.pool, Username=email, GroupName=other.value)
        self.client.admin_add_user_to_group(UserPoolId=self.pool, Username=email, GroupName=group.value)
        return f"{email} {'may sign in' if made else 'was there already'} and is {group.value}: {group.does}"

    def _make(self, email: str, *, silent: bool) -> bool:
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        told = {"MessageAction": "SUPPRESS"} if silent else {"DesiredDeliveryMediums": ["EMAIL"]}
        try:
            self.client.admin_create_user(UserPoolId=self.pool, Username=email, UserAttributes=attributes, **told)
        except self.client.exceptions.UsernameExistsException:
            return False
        return True


def new_password() -> str:
    """One that the pool's policy takes: some of every kind of character."""
    chosen = [secrets.choice(alphabet) for alphabet in ALPHABETS]
    chosen += [secrets.choice("".join(ALPHABETS)) for _ in range(LENGTH - len(chosen))]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)
