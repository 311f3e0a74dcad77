"""Who may come in: a user pool without self sign-up, three groups, a hosted sign-in page with PKCE."""

from collections.abc import Sequence

from aws_cdk import Aws, Duration, Fn, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.deployment import Deployment
from infra.nag import accept
from shared.api.access import Group


class SignIn(Construct):
    """`pool` and `client`; `address` is the hosted page's, `issuer` stands in every token."""

    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, gateway: str, callbacks: Sequence[str]
    ) -> None:
        super().__init__(scope, id)
        self.pool = _pool(self, deployment)
        # As the pool's own attribute says, which the local cloud does not have.
        self.issuer = f"https://cognito-idp.{Aws.REGION}.{Aws.URL_SUFFIX}/{self.pool.user_pool_id}"
        for group in Group:
            cognito.CfnUserPoolGroup(
                self,
                group.value.capitalize(),
                user_pool_id=self.pool.user_pool_id,
                group_name=group.value,
                description=group.does,
            )
        # A prefix is one of all in the region; the account makes it ours.
        prefix = f"{deployment.stack.lower()}-{Aws.ACCOUNT_ID}"
        domain = self.pool.add_domain("Domain", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=prefix))
        self.address = _beside(gateway) if deployment.local else domain.base_url()
        self.client = self.pool.add_client(
            "Client",
            # No secret: a browser cannot keep one, PKCE takes its place.
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=deployment.local),
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
                callback_urls=list(callbacks),
                logout_urls=list(callbacks),
            ),
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.hours(12),
        )


def _beside(gateway: str) -> str:
    """The local cloud has its gateway and its sign-in page on one port; the page is at the root."""
    return f"http://{Fn.select(1, Fn.split('.execute-api.', gateway))}"


def _pool(scope: Construct, deployment: Deployment) -> cognito.UserPool:
    pool = cognito.UserPool(
        scope,
        "Users",
        self_sign_up_enabled=False,
        sign_in_aliases=cognito.SignInAliases(email=True),
        auto_verify=cognito.AutoVerifiedAttrs(email=True),
        account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
        mfa=cognito.Mfa.OPTIONAL,
        mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
        password_policy=cognito.PasswordPolicy(
            min_length=12,
            require_lowercase=True,
            require_uppercase=True,
            require_digits=True,
            require_symbols=True,
            temp_password_validity=Duration.days(7),
        ),
        deletion_protection=not deployment.local,
        removal_policy=RemovalPolicy.DESTROY if deployment.local else RemovalPolicy.RETAIN,
    )
    accept(
        pool, "AwsSolutions-COG2", reason="each merchant decides whether a second factor is required; all may use one"
    )
    accept(pool, "AwsSolutions-COG3", reason="threat protection is a paid plan; there is no self sign-up to protect")
    accept(pool, "AwsSolutions-COG8", reason="the paid plan adds nothing that a handful of invited users need")
    return pool
