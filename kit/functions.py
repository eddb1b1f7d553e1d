# Generated from `terraform metadata functions -json` by `python -m kit.generate`: do not edit.
"""Terraform's functions: `fn.cidrsubnet(i.cidr_block, 4, count.index)`.

Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from kit.expressions import Expression, call


def abs(num: object) -> Expression:
    """`abs` returns the absolute value of the given number."""
    return call("abs", num)


def abspath(path: object) -> Expression:
    """`abspath` takes a string containing a filesystem path and converts it to an absolute path."""
    return call("abspath", path)


def alltrue(list: object) -> Expression:
    """`alltrue` returns `true` if all elements in a given collection are `true` or `'true'`."""
    return call("alltrue", list)


def anytrue(list: object) -> Expression:
    """`anytrue` returns `true` if any element in a given collection is `true` or `'true'`."""
    return call("anytrue", list)


def base64decode(str: object) -> Expression:
    """`base64decode` takes a string containing a Base64 character sequence and returns the original string."""
    return call("base64decode", str)


def base64encode(str: object) -> Expression:
    """`base64encode` applies Base64 encoding to a string."""
    return call("base64encode", str)


def base64gzip(str: object) -> Expression:
    """`base64gzip` compresses a string with gzip and then encodes the result in Base64 encoding."""
    return call("base64gzip", str)


def base64sha256(str: object) -> Expression:
    """`base64sha256` computes the SHA256 hash of a given string and encodes it with Base64."""
    return call("base64sha256", str)


def base64sha512(str: object) -> Expression:
    """`base64sha512` computes the SHA512 hash of a given string and encodes it with Base64."""
    return call("base64sha512", str)


def basename(path: object) -> Expression:
    """`basename` takes a string containing a filesystem path and removes all except the last portion from it."""
    return call("basename", path)


def bcrypt(str: object, *cost: object) -> Expression:
    """`bcrypt` computes a hash of the given string using the Blowfish cipher, returning a string in [the _Modular Crypt Format_](https://passlib.readthedocs.io/en/stable/modular_crypt_format.html) usually expected in the shadow password file on many Unix systems."""
    return call("bcrypt", str, *cost)


def can(expression: object) -> Expression:
    """`can` evaluates the given expression and returns a boolean value indicating whether the expression produced a result without any errors."""
    return call("can", expression)


def ceil(num: object) -> Expression:
    """`ceil` returns the closest whole number that is greater than or equal to the given value, which may be a fraction."""
    return call("ceil", num)


def chomp(str: object) -> Expression:
    """`chomp` removes newline characters at the end of a string."""
    return call("chomp", str)


def chunklist(list: object, size: object) -> Expression:
    """`chunklist` splits a single list into fixed-size chunks, returning a list of lists."""
    return call("chunklist", list, size)


def cidrhost(prefix: object, hostnum: object) -> Expression:
    """`cidrhost` calculates a full host IP address for a given host number within a given IP network address prefix."""
    return call("cidrhost", prefix, hostnum)


def cidrnetmask(prefix: object) -> Expression:
    """`cidrnetmask` converts an IPv4 address prefix given in CIDR notation into a subnet mask address."""
    return call("cidrnetmask", prefix)


def cidrsubnet(prefix: object, newbits: object, netnum: object) -> Expression:
    """`cidrsubnet` calculates a subnet address within given IP network address prefix."""
    return call("cidrsubnet", prefix, newbits, netnum)


def cidrsubnets(prefix: object, *newbits: object) -> Expression:
    """`cidrsubnets` calculates a sequence of consecutive IP address ranges within a particular CIDR prefix."""
    return call("cidrsubnets", prefix, *newbits)


def coalesce(*vals: object) -> Expression:
    """`coalesce` takes any number of arguments and returns the first one that isn't null or an empty string."""
    return call("coalesce", *vals)


def coalescelist(*vals: object) -> Expression:
    """`coalescelist` takes any number of list arguments and returns the first one that isn't empty."""
    return call("coalescelist", *vals)


def compact(list: object) -> Expression:
    """`compact` takes a list of strings and returns a new list with any empty string elements removed."""
    return call("compact", list)


def concat(*seqs: object) -> Expression:
    """`concat` takes two or more lists and combines them into a single list."""
    return call("concat", *seqs)


def contains(list: object, value: object) -> Expression:
    """`contains` determines whether a given list or set contains a given single value as one of its elements."""
    return call("contains", list, value)


def csvdecode(str: object) -> Expression:
    """`csvdecode` decodes a string containing CSV-formatted data and produces a list of maps representing that data."""
    return call("csvdecode", str)


def dirname(path: object) -> Expression:
    """`dirname` takes a string containing a filesystem path and removes the last portion from it."""
    return call("dirname", path)


def distinct(list: object) -> Expression:
    """`distinct` takes a list and returns a new list with any duplicate elements removed."""
    return call("distinct", list)


def element(list: object, index: object) -> Expression:
    """`element` retrieves a single element from a list."""
    return call("element", list, index)


def endswith(str: object, suffix: object) -> Expression:
    """`endswith` takes two values: a string to check and a suffix string."""
    return call("endswith", str, suffix)


def ephemeralasnull(value: object) -> Expression:
    """`ephemeralasnull` takes a value of any type and returns a similar value of the same type with any ephemeral values replaced with non-ephemeral null values and all non-ephemeral values preserved."""
    return call("ephemeralasnull", value)


def file(path: object) -> Expression:
    """`file` reads the contents of a file at the given path and returns them as a string."""
    return call("file", path)


def filebase64(path: object) -> Expression:
    """`filebase64` reads the contents of a file at the given path and returns them as a base64-encoded string."""
    return call("filebase64", path)


def filebase64sha256(path: object) -> Expression:
    """`filebase64sha256` is a variant of `base64sha256` that hashes the contents of a given file rather than a literal string."""
    return call("filebase64sha256", path)


def filebase64sha512(path: object) -> Expression:
    """`filebase64sha512` is a variant of `base64sha512` that hashes the contents of a given file rather than a literal string."""
    return call("filebase64sha512", path)


def fileexists(path: object) -> Expression:
    """`fileexists` determines whether a file exists at a given path."""
    return call("fileexists", path)


def filemd5(path: object) -> Expression:
    """`filemd5` is a variant of `md5` that hashes the contents of a given file rather than a literal string."""
    return call("filemd5", path)


def fileset(path: object, pattern: object) -> Expression:
    """`fileset` enumerates a set of regular file names given a path and pattern."""
    return call("fileset", path, pattern)


def filesha1(path: object) -> Expression:
    """`filesha1` is a variant of `sha1` that hashes the contents of a given file rather than a literal string."""
    return call("filesha1", path)


def filesha256(path: object) -> Expression:
    """`filesha256` is a variant of `sha256` that hashes the contents of a given file rather than a literal string."""
    return call("filesha256", path)


def filesha512(path: object) -> Expression:
    """`filesha512` is a variant of `sha512` that hashes the contents of a given file rather than a literal string."""
    return call("filesha512", path)


def flatten(list: object) -> Expression:
    """`flatten` takes a list and replaces any elements that are lists with a flattened sequence of the list contents."""
    return call("flatten", list)


def floor(num: object) -> Expression:
    """`floor` returns the closest whole number that is less than or equal to the given value, which may be a fraction."""
    return call("floor", num)


def format(format: object, *args: object) -> Expression:
    """The `format` function produces a string by formatting a number of other values according to a specification string."""
    return call("format", format, *args)


def formatdate(format: object, time: object) -> Expression:
    """`formatdate` converts a timestamp into a different time format."""
    return call("formatdate", format, time)


def formatlist(format: object, *args: object) -> Expression:
    """`formatlist` produces a list of strings by formatting a number of other values according to a specification string."""
    return call("formatlist", format, *args)


def indent(spaces: object, str: object) -> Expression:
    """`indent` adds a given number of spaces to the beginnings of all but the first line in a given multi-line string."""
    return call("indent", spaces, str)


def index(list: object, value: object) -> Expression:
    """`index` finds the element index for a given value in a list."""
    return call("index", list, value)


def issensitive(value: object) -> Expression:
    """`issensitive` takes a value and returns a boolean indicating if the value is sensitive."""
    return call("issensitive", value)


def join(separator: object, *lists: object) -> Expression:
    """`join` produces a string by concatenating together all elements of a given list of strings with the given delimiter."""
    return call("join", separator, *lists)


def jsondecode(str: object) -> Expression:
    """`jsondecode` interprets a given string as JSON, returning a representation of the result of decoding that string."""
    return call("jsondecode", str)


def jsonencode(val: object) -> Expression:
    """`jsonencode` encodes a given value to a string using JSON syntax."""
    return call("jsonencode", val)


def keys(inputMap: object) -> Expression:
    """`keys` takes a map and returns a list containing the keys from that map."""
    return call("keys", inputMap)


def length(value: object) -> Expression:
    """`length` determines the length of a given list, map, or string."""
    return call("length", value)


def log(num: object, base: object) -> Expression:
    """`log` returns the logarithm of a given number in a given base."""
    return call("log", num, base)


def lookup(inputMap: object, key: object, *default: object) -> Expression:
    """`lookup` retrieves the value of a single element from a map, given its key."""
    return call("lookup", inputMap, key, *default)


def lower(str: object) -> Expression:
    """`lower` converts all cased letters in the given string to lowercase."""
    return call("lower", str)


def matchkeys(values: object, keys: object, searchset: object) -> Expression:
    """`matchkeys` constructs a new list by taking a subset of elements from one list whose indexes match the corresponding indexes of values in another list."""
    return call("matchkeys", values, keys, searchset)


def max(*numbers: object) -> Expression:
    """`max` takes one or more numbers and returns the greatest number from the set."""
    return call("max", *numbers)


def md5(str: object) -> Expression:
    """`md5` computes the MD5 hash of a given string and encodes it with hexadecimal digits."""
    return call("md5", str)


def merge(*maps: object) -> Expression:
    """`merge` takes an arbitrary number of maps or objects, and returns a single map or object that contains a merged set of elements from all arguments."""
    return call("merge", *maps)


def min(*numbers: object) -> Expression:
    """`min` takes one or more numbers and returns the smallest number from the set."""
    return call("min", *numbers)


def nonsensitive(value: object) -> Expression:
    """`nonsensitive` takes a sensitive value and returns a copy of that value with the sensitive marking removed, thereby exposing the sensitive value."""
    return call("nonsensitive", value)


def one(list: object) -> Expression:
    """`one` takes a list, set, or tuple value with either zero or one elements."""
    return call("one", list)


def parseint(number: object, base: object) -> Expression:
    """`parseint` parses the given string as a representation of an integer in the specified base and returns the resulting number."""
    return call("parseint", number, base)


def pathexpand(path: object) -> Expression:
    """`pathexpand` takes a filesystem path that might begin with a `~` segment, and if so it replaces that segment with the current user's home directory path."""
    return call("pathexpand", path)


def plantimestamp() -> Expression:
    """`plantimestamp` returns a UTC timestamp string in [RFC 3339](https://tools.ietf.org/html/rfc3339) format, fixed to a constant time representing the time of the plan."""
    return call("plantimestamp")


def pow(num: object, power: object) -> Expression:
    """`pow` calculates an exponent, by raising its first argument to the power of the second argument."""
    return call("pow", num, power)


def range(*params: object) -> Expression:
    """`range` generates a list of numbers using a start value, a limit value, and a step value."""
    return call("range", *params)


def regex(pattern: object, string: object) -> Expression:
    """`regex` applies a [regular expression](https://en.wikipedia.org/wiki/Regular_expression) to a string and returns the matching substrings."""
    return call("regex", pattern, string)


def regexall(pattern: object, string: object) -> Expression:
    """`regexall` applies a [regular expression](https://en.wikipedia.org/wiki/Regular_expression) to a string and returns a list of all matches."""
    return call("regexall", pattern, string)


def replace(str: object, substr: object, replace: object) -> Expression:
    """`replace` searches a given string for another given substring, and replaces each occurrence with a given replacement string."""
    return call("replace", str, substr, replace)


def reverse(list: object) -> Expression:
    """`reverse` takes a sequence and produces a new sequence of the same length with all of the same elements as the given sequence but in reverse order."""
    return call("reverse", list)


def rsadecrypt(ciphertext: object, privatekey: object) -> Expression:
    """`rsadecrypt` decrypts an RSA-encrypted ciphertext, returning the corresponding cleartext."""
    return call("rsadecrypt", ciphertext, privatekey)


def sensitive(value: object) -> Expression:
    """`sensitive` takes any value and returns a copy of it marked so that Terraform will treat it as sensitive, with the same meaning and behavior as for [sensitive input variables](/terraform/language/values/variables#suppressing-values-in-cli-output)."""
    return call("sensitive", value)


def setintersection(first_set: object, *other_sets: object) -> Expression:
    """The `setintersection` function takes multiple sets and produces a single set containing only the elements that all of the given sets have in common."""
    return call("setintersection", first_set, *other_sets)


def setproduct(*sets: object) -> Expression:
    """The `setproduct` function finds all of the possible combinations of elements from all of the given sets by computing the [Cartesian product](https://en.wikipedia.org/wiki/Cartesian_product)."""
    return call("setproduct", *sets)


def setsubtract(a: object, b: object) -> Expression:
    """The `setsubtract` function returns a new set containing the elements from the first set that are not present in the second set."""
    return call("setsubtract", a, b)


def setunion(first_set: object, *other_sets: object) -> Expression:
    """The `setunion` function takes multiple sets and produces a single set containing the elements from all of the given sets."""
    return call("setunion", first_set, *other_sets)


def sha1(str: object) -> Expression:
    """`sha1` computes the SHA1 hash of a given string and encodes it with hexadecimal digits."""
    return call("sha1", str)


def sha256(str: object) -> Expression:
    """`sha256` computes the SHA256 hash of a given string and encodes it with hexadecimal digits."""
    return call("sha256", str)


def sha512(str: object) -> Expression:
    """`sha512` computes the SHA512 hash of a given string and encodes it with hexadecimal digits."""
    return call("sha512", str)


def signum(num: object) -> Expression:
    """`signum` determines the sign of a number, returning a number between -1 and 1 to represent the sign."""
    return call("signum", num)


def slice(list: object, start_index: object, end_index: object) -> Expression:
    """`slice` extracts some consecutive elements from within a list."""
    return call("slice", list, start_index, end_index)


def sort(list: object) -> Expression:
    """`sort` takes a list of strings and returns a new list with those strings sorted lexicographically."""
    return call("sort", list)


def split(separator: object, str: object) -> Expression:
    """`split` produces a list by dividing a given string at all occurrences of a given separator."""
    return call("split", separator, str)


def startswith(str: object, prefix: object) -> Expression:
    """`startswith` takes two values: a string to check and a prefix string."""
    return call("startswith", str, prefix)


def strcontains(str: object, substr: object) -> Expression:
    """`strcontains` takes two values: a string to check and an expected substring."""
    return call("strcontains", str, substr)


def strrev(str: object) -> Expression:
    """`strrev` reverses the characters in a string."""
    return call("strrev", str)


def substr(str: object, offset: object, length: object) -> Expression:
    """`substr` extracts a substring from a given string by offset and (maximum) length."""
    return call("substr", str, offset, length)


def sum(list: object) -> Expression:
    """`sum` takes a list or set of numbers and returns the sum of those numbers."""
    return call("sum", list)


def templatefile(path: object, vars: object) -> Expression:
    """`templatefile` reads the file at the given path and renders its content as a template using a supplied set of template variables."""
    return call("templatefile", path, vars)


def templatestring(template: object, vars: object) -> Expression:
    """`templatestring` takes a string from elsewhere in the module and renders its content as a template using a supplied set of template variables."""
    return call("templatestring", template, vars)


def textdecodebase64(source: object, encoding: object) -> Expression:
    """`textdecodebase64` function decodes a string that was previously Base64-encoded, and then interprets the result as characters in a specified character encoding."""
    return call("textdecodebase64", source, encoding)


def textencodebase64(string: object, encoding: object) -> Expression:
    """`textencodebase64` encodes the unicode characters in a given string using a specified character encoding, returning the result base64 encoded because Terraform language strings are always sequences of unicode characters."""
    return call("textencodebase64", string, encoding)


def timeadd(timestamp: object, duration: object) -> Expression:
    """`timeadd` adds a duration to a timestamp, returning a new timestamp."""
    return call("timeadd", timestamp, duration)


def timecmp(timestamp_a: object, timestamp_b: object) -> Expression:
    """`timecmp` compares two timestamps and returns a number that represents the ordering of the instants those timestamps represent."""
    return call("timecmp", timestamp_a, timestamp_b)


def timestamp() -> Expression:
    """`timestamp` returns a UTC timestamp string in [RFC 3339](https://tools.ietf.org/html/rfc3339) format."""
    return call("timestamp")


def title(str: object) -> Expression:
    """`title` converts the first letter of each word in the given string to uppercase."""
    return call("title", str)


def tobool(v: object) -> Expression:
    """`tobool` converts its argument to a boolean value."""
    return call("tobool", v)


def tolist(v: object) -> Expression:
    """`tolist` converts its argument to a list value."""
    return call("tolist", v)


def tomap(v: object) -> Expression:
    """`tomap` converts its argument to a map value."""
    return call("tomap", v)


def tonumber(v: object) -> Expression:
    """`tonumber` converts its argument to a number value."""
    return call("tonumber", v)


def toset(v: object) -> Expression:
    """`toset` converts its argument to a set value."""
    return call("toset", v)


def tostring(v: object) -> Expression:
    """`tostring` converts its argument to a string value."""
    return call("tostring", v)


def transpose(values: object) -> Expression:
    """`transpose` takes a map of lists of strings and swaps the keys and values to produce a new map of lists of strings."""
    return call("transpose", values)


def trim(str: object, cutset: object) -> Expression:
    """`trim` removes the specified set of characters from the start and end of the given string."""
    return call("trim", str, cutset)


def trimprefix(str: object, prefix: object) -> Expression:
    """`trimprefix` removes the specified prefix from the start of the given string."""
    return call("trimprefix", str, prefix)


def trimspace(str: object) -> Expression:
    """`trimspace` removes any space characters from the start and end of the given string."""
    return call("trimspace", str)


def trimsuffix(str: object, suffix: object) -> Expression:
    """`trimsuffix` removes the specified suffix from the end of the given string."""
    return call("trimsuffix", str, suffix)


def try_(*expressions: object) -> Expression:
    """`try` evaluates all of its argument expressions in turn and returns the result of the first one that does not produce any errors."""
    return call("try", *expressions)


def upper(str: object) -> Expression:
    """`upper` converts all cased letters in the given string to uppercase."""
    return call("upper", str)


def urlencode(str: object) -> Expression:
    """`urlencode` applies URL encoding to a given string."""
    return call("urlencode", str)


def uuid() -> Expression:
    """`uuid` generates a unique identifier string."""
    return call("uuid")


def uuidv5(namespace: object, name: object) -> Expression:
    """`uuidv5` generates a _name-based_ UUID, as described in [RFC 4122 section 4.3](https://tools.ietf.org/html/rfc4122#section-4.3), also known as a 'version 5' UUID."""
    return call("uuidv5", namespace, name)


def values(mapping: object) -> Expression:
    """`values` takes a map and returns a list containing the values of the elements in that map."""
    return call("values", mapping)


def yamldecode(src: object) -> Expression:
    """`yamldecode` parses a string as a subset of YAML, and produces a representation of its value."""
    return call("yamldecode", src)


def yamlencode(value: object) -> Expression:
    """`yamlencode` encodes a given value to a string using [YAML 1.2](https://yaml.org/spec/1.2/spec.html) block syntax."""
    return call("yamlencode", value)


def zipmap(keys: object, values: object) -> Expression:
    """`zipmap` constructs a map from a list of keys and a corresponding list of values."""
    return call("zipmap", keys, values)
