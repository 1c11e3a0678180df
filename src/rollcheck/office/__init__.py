"""The office: a petition worked by people, in a browser. A Django shell over the pure core.

One small app per idea: ``acts`` (the only code that saves), ``people`` (who may do what),
``petitions`` (what is worked on), ``tasks`` (long work as rows), ``pages`` (how it looks).
"""
