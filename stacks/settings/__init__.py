"""The settings: one YAML file, no Python needed, checked as a whole before anything is called.

Everything that a person may choose is a field of a model here, with its description and its bounds. Importing
this loads neither Terraform nor CDKTF.
"""

from stacks.settings.base import Problem, Section, SettingsError
from stacks.settings.compute import Cluster, Component, Components, ExistingCluster, Image, Interruptible
from stacks.settings.dags import DagBundle, Dags
from stacks.settings.data import Broker, Database, ExistingBroker, ExistingDatabase, Serverless
from stacks.settings.deployment import DEPLOYMENT_TAG, NAME_LENGTH, RESERVED_NAME, Deployment, Keep
from stacks.settings.files import DEFAULT_PATH, PATH_VARIABLE, load, remember_state_bucket, settings_path
from stacks.settings.network import ExistingListener, ExistingNetwork, LoadBalancer, Network
from stacks.settings.secrets import Secrets, Vault
from stacks.settings.values import EMBEDDED, partition_of
from stacks.settings.whole import Settings, StateBucket

__all__ = [
    "DEFAULT_PATH",
    "DEPLOYMENT_TAG",
    "EMBEDDED",
    "NAME_LENGTH",
    "PATH_VARIABLE",
    "RESERVED_NAME",
    "Broker",
    "Cluster",
    "Component",
    "Components",
    "DagBundle",
    "Dags",
    "Database",
    "Deployment",
    "ExistingBroker",
    "ExistingCluster",
    "ExistingDatabase",
    "ExistingListener",
    "ExistingNetwork",
    "Image",
    "Interruptible",
    "Keep",
    "LoadBalancer",
    "Network",
    "Problem",
    "Secrets",
    "Section",
    "Serverless",
    "Settings",
    "SettingsError",
    "StateBucket",
    "Vault",
    "load",
    "partition_of",
    "remember_state_bucket",
    "settings_path",
]
