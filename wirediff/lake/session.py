"""A Spark session, on this machine or on a cluster, and what is missing for one in words that name the mend."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from wirediff.lake.appending import LakeError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

QUIET = {
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.maxResultSize": "0",  # the links come to the driver: 16 bytes each
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
}
HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "32",  # a cluster's 200 cost a small collection more than its work
}


def session(master: str, settings: Mapping[str, str]) -> SparkSession:
    """A session of *master* ("local[*]" is this machine, which then listens on loopback only).

    Raises `LakeError` where pyspark or Java is missing.
    """
    try:
        import pandas  # noqa: F401 - pyspark asks for it where it hands rows to Python
        from pyspark.sql import SparkSession
    except ImportError:
        raise LakeError("analysis on Spark needs pyspark: pip install 'wirediff[spark]'") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise LakeError("Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("wirediff").master(master)
    for name, value in (QUIET | (HERE if master.startswith("local") else {}) | dict(settings)).items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
