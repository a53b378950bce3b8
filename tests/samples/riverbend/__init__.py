"""The sample practice `inventory/riverbend`, made again by `python -m tests.samples.riverbend`.

Everybody and everything in it is made up. What is wrong in it is planted on purpose in `planted.py`; the rest is in
order.
"""
