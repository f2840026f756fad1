package io.matriarch.config;

import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a connection comes from, in a line of pg_hba.conf: one field, or two with a mask. */
final class HbaAddress {

    private static final Set<String> WORDS = Set.of("all", "samehost", "samenet");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern HOST = Pattern.compile("\\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*)");

    private HbaAddress() {}

    /** How many fields it takes: an address without a slash has its mask behind it. */
    static int fields(String address) {
        return width(address) > 0 ? 2 : 1;
    }

    /**
     * @param fields the address, and what follows it
     * @return what is wrong with it
     */
    static Optional<String> problem(List<String> fields) {
        String address = fields.getFirst();
        int slash = address.indexOf('/');
        String host = slash < 0 ? address : address.substring(0, slash);
        int width = width(host);
        if (slash >= 0) {
            return width == 0 ? noMask(address, host) : prefix(address.substring(slash + 1), width);
        }
        if (width > 0) {
            return fields.size() > 1 && width(fields.get(1)) == width
                    ? Optional.empty()
                    : Optional.of(
                            "the address %s needs its mask: %s/%d is this one host"
                                    .formatted(host, host, width));
        }
        return WORDS.contains(host) || isName(host)
                ? Optional.empty()
                : Optional.of(unknown(address));
    }

    private static Optional<String> noMask(String address, String host) {
        return isName(host)
                ? Optional.of(
                        "the host name %s takes no mask: %s alone is right".formatted(host, host))
                : Optional.of(unknown(address));
    }

    private static Optional<String> prefix(String mask, int width) {
        return mask.matches("[0-9]{1,3}") && Integer.parseInt(mask) <= width
                ? Optional.empty()
                : Optional.of("/%s is no mask: /0 to /%d is right".formatted(mask, width));
    }

    private static String unknown(String address) {
        return address + " is no address, such as 10.0.0.0/8, samenet or all";
    }

    private static boolean isName(String host) {
        return HOST.matcher(host).matches() && !NUMBERS.matcher(host).matches();
    }

    /** 32 or 128 bits; 0 when it is no address in numbers. */
    private static int width(String host) {
        if (host.indexOf(':') >= 0) {
            try {
                var _ = Inet6Address.ofLiteral(host);
                return 128;
            } catch (IllegalArgumentException _) {
                return 0;
            }
        }
        String part = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
        return host.matches(part + "(\\." + part + "){3}") ? 32 : 0;
    }
}
