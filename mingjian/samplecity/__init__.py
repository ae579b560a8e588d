"""The fictional city 泽安市: real servers on loopback, for the demo and the tests.

    with serve() as city:
        print(city.home("portal"), city.resolver, city.roster_text)

`SampleCity(ports)` is the same city without servers. The faults that an audit must find stand in faults.yaml and
are read by `mingjian.samplecity.truth`.
"""

from mingjian.samplecity.city import PREFERRED_PORTS, SampleCity
from mingjian.samplecity.model import AS_OF
from mingjian.samplecity.running import RunningCity, serve
from mingjian.samplecity.server import Served

__all__ = ["AS_OF", "PREFERRED_PORTS", "RunningCity", "SampleCity", "Served", "serve"]
