declare function isProbablyReaderable(document: Document): boolean;
